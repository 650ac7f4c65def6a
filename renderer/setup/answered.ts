import type { SetupDraft, SetupStep } from '../../preload/contract/setup.ts';

/** True where a question has its answer, or needs none. `summary` is never answered: it is the end. */
export function isAnswered(step: SetupStep, draft: SetupDraft, passwordSet: boolean): boolean {
  switch (step) {
    case 'site':
      return draft.siteName.trim() !== '' && draft.place !== null;
    case 'gate':
      return (
        draft.gateName.trim() !== '' &&
        draft.onlyGate !== null &&
        !(draft.direction === 'auto' && !draft.onlyGate)
      );
    case 'password':
      return passwordSet;
    case 'summary':
      return false;
    default:
      return true;
  }
}
