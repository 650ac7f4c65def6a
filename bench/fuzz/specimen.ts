import type { LayerContent } from './hostile.ts';

/** One way into a payload: what lies under its wrapping, and the wrapping put around other bytes. */
export interface Layer {
  readonly name: string;
  readonly content: LayerContent;
  readonly bytes: Buffer;
  /** Payload with these bytes in this layer's place; signed anew where the layer is under a signature. */
  readonly wrap: (bytes: Buffer) => Buffer;
  /** True where `wrap` signs: what is in such a payload is what the issuer said. */
  readonly signs: boolean;
}

/** A payload of one kind, whole and sound, with the layers through which it is damaged. */
export interface Specimen {
  readonly name: string;
  readonly payload: Buffer;
  readonly layers: readonly Layer[];
}

/** A specimen of a kind without wrapping. */
export const plain = (name: string, text: string): Specimen => ({
  name,
  payload: Buffer.from(text),
  layers: [],
});
