import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The bytes of the decoder's WebAssembly out of the installed package. For Node only; a page fetches its own copy. */
export async function readWasmFile(): Promise<ArrayBuffer> {
  const bytes = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
  return new Uint8Array(bytes).buffer;
}
