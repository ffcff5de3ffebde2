import { createRequire } from 'node:module';
import type * as Qr from 'qrcode';

/** Loaded with the first code: it brings a writer of pictures along. */
const qr = (): typeof Qr => createRequire(import.meta.url)('qrcode');

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** The free border that readers need (ISO/IEC 18004), in modules. */
const QUIET = 4;

/** A QR code drawn into the page: no picture is fetched, so no address ever holds what is in it. */
export function QrCode({ text, label }: QrCodeProps) {
  const { size, data } = qr().create(text, { errorCorrectionLevel: 'M' }).modules;
  const squares: string[] = [];
  for (let at = 0; at < size * size; at += 1) {
    if (data[at]) squares.push(`M${(at % size) + QUIET} ${Math.floor(at / size) + QUIET}h1v1h-1z`);
  }
  const side = size + 2 * QUIET;
  return (
    <svg
      role="img"
      aria-label={label}
      width="240"
      height="240"
      viewBox={`0 0 ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={squares.join('')} fill="#000" />
    </svg>
  );
}
