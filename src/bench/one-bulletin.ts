import type { App } from '../app.ts';
import type { AskerIdentity } from '../kernel/gate/asker.ts';
import { confirmBulletin, nameSender, previewBulletin, writeBulletin } from '../promises/communication/index.ts';
import { makeStaff } from '../prove/twin/people.ts';

const ORIGIN = 'https://bench.example';

export interface Begun {
  readonly bulletin: string;
  readonly audience: number;
  readonly asker: AskerIdentity;
  /** Until the confirmation was answered. */
  readonly milliseconds: number;
}

/** A short bulletin to everybody, confirmed: from here on it goes. */
export async function confirmOne({ gate }: App): Promise<Begun> {
  const { asker } = await makeStaff(gate, 'editor');
  await gate.pass(nameSender, asker, { address: 'news@bench.example', name: '' });
  const draft = { topic: 'news', sender: 'news@bench.example', language: 'ru', subject: 'Bench', markdown: '{stop}' };
  const { output } = await gate.pass(writeBulletin, asker, draft);
  const { bulletin } = output;
  const asked = { bulletin, origin: ORIGIN };
  const { output: seen } = await gate.pass(previewBulletin, asker, asked);
  const begun = performance.now();
  const { output: confirmed } = await gate.pass(confirmBulletin, asker, { ...asked, shown: seen.shown });
  return { bulletin, asker, audience: confirmed.audience, milliseconds: performance.now() - begun };
}

/** How far it is, as the console shows it. */
export async function progressOfOne({ gate }: App, { bulletin, asker }: Begun) {
  return (await gate.pass(previewBulletin, asker, { bulletin, origin: ORIGIN })).output.progress;
}
