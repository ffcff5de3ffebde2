import { constants, setPriority } from 'node:os';
import type { PictureAnswer, PictureAsked } from '../../../kernel/pictures.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { makeAnew } from './make-anew.ts';

// Started by kernel/pictures.ts as a process of its own; built as an entry of its own by tools/build.mjs. Before it has
// any other thread: those that decode are born with this, and give way to whoever answers people.
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Where the system forbids it, pictures are made all the same.
}
// Who started it says when it ends; what is meant for them all by a terminal is not for it.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit());
process.on('message', (asked: PictureAsked) => {
  void answer(asked).then((given) => process.send?.(given));
});

async function answer(asked: PictureAsked): Promise<PictureAnswer> {
  try {
    return { made: await makeAnew(asked) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, detail } = error;
    return { refused: { code, message, field: detail.field ?? 'image' } };
  }
}
