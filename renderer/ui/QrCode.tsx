import type { DrawnQr } from './qr.ts';

/** A drawn code. Dark on white with a quiet zone of four modules, also at night: scanners need it so. */
export function QrCode({ drawn, label }: { readonly drawn: DrawnQr; readonly label: string }) {
  const side = drawn.size + 8;
  return (
    <svg viewBox={`-4 -4 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect x={-4} y={-4} width={side} height={side} fill="#fff" />
      <path d={drawn.path} fill="#000" />
    </svg>
  );
}
