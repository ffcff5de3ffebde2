import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobHandler } from '../../kernel/jobs.ts';
import type { Mail } from '../../kernel/mail/open-mail.ts';
import { PROVING_CODE_JOB, RECOVERY_CODE_JOB } from './addresses/ask-address-code.ts';
import { codeLetterJob } from './addresses/code-letter-job.ts';
import { ADDRESS_MOVED_JOB, noteAddressMovedJob } from './addresses/note-address-moved.ts';
import { noteRoleJob, ROLE_ENDED_JOB, ROLE_GIVEN_JOB } from './staff/note-role.ts';

/** What the worker does for this promise, by the kind of job. */
export function securityJobs(gate: Gate, mail: Mail | null): readonly (readonly [string, JobHandler])[] {
  return [
    [ROLE_GIVEN_JOB, noteRoleJob(gate, ROLE_GIVEN_JOB)],
    [ROLE_ENDED_JOB, noteRoleJob(gate, ROLE_ENDED_JOB)],
    [PROVING_CODE_JOB, codeLetterJob(gate, mail, PROVING_CODE_JOB)],
    [RECOVERY_CODE_JOB, codeLetterJob(gate, mail, RECOVERY_CODE_JOB)],
    [ADDRESS_MOVED_JOB, noteAddressMovedJob(gate)],
  ];
}
