import { createFaces, type Faces } from './faces.ts';
import { createKnown, type Known } from './known.ts';
import { createNodes, type Nodes } from './nodes.ts';
import type { Db } from './open.ts';
import { createPairs, type Pairs } from './pairs.ts';
import { createPersons, type Persons } from './persons.ts';
import { createVisits, type Visits } from './visits.ts';

/** Who is one person, and who is inside: what is derived beside the events, on one connection. */
export interface Presence {
  readonly faces: Faces;
  readonly known: Known;
  readonly nodes: Nodes;
  readonly pairs: Pairs;
  readonly persons: Persons;
  readonly visits: Visits;
  /** Makes all that is derived anew, in one transaction. */
  rebuild(): void;
}

export function createPresence(db: Db): Presence {
  const faces = createFaces(db);
  const known = createKnown(db);
  const nodes = createNodes(db);
  const pairs = createPairs(db);
  const persons = createPersons({ nodes, known, pairs, nameOf: faces.nameOf });
  const visits = createVisits(db, persons);
  const rebuild = db.transaction(() => {
    persons.rebuild();
    visits.rebuild();
  });
  return { faces, known, nodes, pairs, persons, visits, rebuild: () => rebuild.immediate() };
}
