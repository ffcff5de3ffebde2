import { deflateSync } from 'node:zlib';

export interface MadePdf {
  readonly pages: number;
  /** What each page draws, in the language of PDF. */
  readonly draws?: string;
  /** A script that the file asks to be run when it is opened. */
  readonly script?: string;
  /** A picture of one colour: small in the file, as large as said once unpacked. */
  readonly picture?: { readonly width: number; readonly height: number };
}

/** A PDF file as small as one can be, with what a test needs in it. */
export function makePdf({ pages, draws = '0 0 1 rg 100 100 300 300 re f', script, picture }: MadePdf): Buffer {
  const objects: (string | Buffer)[] = [];
  const add = (body: string | Buffer) => objects.push(body);
  const kids = Array.from({ length: pages }, (_, at) => `${at + 5} 0 R`).join(' ');
  const open = script === undefined ? '' : ` /OpenAction << /S /JavaScript /JS (${script.replace(/[()]/g, '\\$&')}) >>`;
  add(`<< /Type /Catalog /Pages 2 0 R${open} >>`);
  add(`<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`);
  const content = picture === undefined ? draws : '595 0 0 842 0 0 cm /P Do';
  add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  add(picture === undefined ? 'null' : flatPicture(picture));
  const resources = picture === undefined ? '<< >>' : '<< /XObject << /P 4 0 R >> >>';
  for (let at = 0; at < pages; at += 1)
    add(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources ${resources} >>`);
  return wholeFile(objects);
}

function flatPicture({ width, height }: { width: number; height: number }): Buffer {
  const packed = deflateSync(Buffer.alloc(width * height), { level: 1 });
  const head = `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray
 /BitsPerComponent 8 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream')]);
}

function wholeFile(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const places: number[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [index, body] of objects.entries()) {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n')]);
    places.push(at);
    parts.push(part);
    at += part.length;
  }
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table)]);
}
