import assert from 'node:assert/strict';
import type { Gate } from '../../../kernel/gate/gate.ts';
import type { JobHandler } from '../../../kernel/jobs.ts';
import type { Mail } from '../../../kernel/mail/open-mail.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { PROVING_CODE_JOB, type RECOVERY_CODE_JOB } from './ask-address-code.ts';
import { codeLetter } from './code-letter.ts';
import { sendAddressCode } from './send-address-code.ts';

/** Looked for again while the code could still be used; later the job ends with nothing sent. */
const AGAIN_SECONDS = 15;
const ATTEMPTS_MAX = 30;

/** The worker's way of a letter with a code: offered once, because a second copy would tell nobody anything. */
export function codeLetterJob(
  gate: Gate,
  mail: Mail | null,
  kind: typeof PROVING_CODE_JOB | typeof RECOVERY_CODE_JOB,
): JobHandler {
  return async ({ personId, reference, attempts }) => {
    assert(reference !== null, 'a letter is about a request');
    if (mail === null || !(await mail.answers())) {
      return attempts > ATTEMPTS_MAX ? { failed: 'no-relay' } : { againInSeconds: AGAIN_SECONDS };
    }
    const purpose = kind === PROVING_CODE_JOB ? 'prove' : 'recover';
    const about = purpose === 'prove' ? { person: personId, session: reference } : { request: reference };
    try {
      const { output } = await gate.pass(
        sendAddressCode,
        { kind: 'worker' },
        { purpose, ...about, relay: { ...mail.relay } },
      );
      const { clock, random, baseUrl } = gate.parts;
      // INVARIANT: the entry is committed before a byte leaves.
      await mail.send(codeLetter(output, purpose, baseUrl(), { date: clock.now(), id: random.uuid() }));
    } catch (error) {
      // Nobody proved this address, or the policy or its limit refuses: the answer to who asked was the same.
      if (!(error instanceof Refusal)) throw error;
    }
    return 'done';
  };
}
