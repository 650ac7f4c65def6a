import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directoryOf, type TestShcIssuer } from '../core/credential/shc/cards.ts';
import { makeCertificate, type TestCertificate, type TestKey, testKey } from './certificates.ts';
import { testFolder } from './folder.ts';
import { AS_MASTER_LIST, masterListContent, signedData } from './openssl.ts';
import {
  base64,
  gatewayEntry,
  jsonBytes,
  kidOfDer,
  publicPem,
  revocationBatch,
  shcRevocations,
  signedLines,
} from './trust-lists.ts';

/** What a stick holds; absent things are not on it. */
export interface StickWish {
  /** Signers in a JSON list of kid and certificate. */
  readonly listed?: readonly TestCertificate[];
  /** Signers in a list that is signed, with the key beside it. */
  readonly signedList?: readonly TestCertificate[];
  /** Signs the signed list; another one than lies beside it makes the signature wrong. */
  readonly listKey?: TestKey;
  /** One PEM file with all of them, and one DER file. */
  readonly pem?: readonly TestCertificate[];
  readonly der?: TestCertificate;
  readonly issuers?: readonly TestShcIssuer[];
  /** Day of the directory, ISO. */
  readonly issuersAt?: string;
  /** Revoked: identifiers of HC1 certificates by this signer, revocation ids of cards by this issuer. */
  readonly revoked?: { readonly by: TestCertificate; readonly identifiers: readonly string[] };
  readonly revokedCards?: { readonly by: TestShcIssuer; readonly rids: readonly string[] };
  /** Authorities in a master list, which its own certificate signs. */
  readonly masterList?: readonly TestCertificate[];
  /** Contents of a file that is no list. */
  readonly junk?: string;
}

/** The key that signs the lists of these sticks, and whose public half lies beside them. */
const LIST_KEY = testKey();

/** Writes a stick anew into this folder: nothing of an earlier one is left. */
export function writeStick(folder: string, wish: StickWish): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'chung-thu'), { recursive: true });
  const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);
  if (wish.listed !== undefined) {
    write(
      'nguoi-ky.json',
      jsonBytes(Object.fromEntries(wish.listed.map((one) => [kidOfDer(one.der), base64(one)]))),
    );
  }
  if (wish.signedList !== undefined) {
    const body = JSON.stringify({ certificates: wish.signedList.map((one) => gatewayEntry(one)) });
    write('DSC_2026-06-01.txt', signedLines(body, (wish.listKey ?? LIST_KEY).privateKey));
    write('khoa.pub', publicPem(LIST_KEY));
  }
  if (wish.pem !== undefined) write('chung-thu/nhieu.pem', wish.pem.map(({ pem }) => pem).join('\n'));
  if (wish.der !== undefined) write('chung-thu/mot.der', wish.der.der);
  if (wish.issuers !== undefined) {
    const directory: unknown = JSON.parse(directoryOf(...wish.issuers));
    write('danh-ba.json', jsonBytes(Object.assign({}, directory, { time: wish.issuersAt })));
  }
  if (wish.revoked !== undefined) {
    write('thu-hoi.json', jsonBytes([revocationBatch(wish.revoked.by, wish.revoked.identifiers)]));
  }
  if (wish.revokedCards !== undefined) {
    write('thu-hoi-the.json', jsonBytes(shcRevocations(wish.revokedCards.by.kid, wish.revokedCards.rids)));
  }
  if (wish.masterList !== undefined) {
    const by = makeCertificate({ subject: [['CN', 'Noi ky danh sach']], key: testKey(2048) });
    const content = masterListContent(wish.masterList.map(({ der }) => der));
    write('XA_ML.ml', signedData(testFolder(), content, { by, options: AS_MASTER_LIST }));
  }
  if (wish.junk !== undefined) write('rac.json', wish.junk);
}
