import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobHandler } from '../../kernel/jobs.ts';
import { PRODUCE_JOB } from './approve-legal-request.ts';
import { endHoldJob } from './end-hold-job.ts';
import { produceJob } from './produce-job.ts';
import { COUNT_REFUSALS_JOB, countRefusalsJob } from './refusals/count-refusals-job.ts';
import { SEALED_DAY_JOB, sealedDayJob } from './sealed-day-job.ts';
import { END_HOLD_JOB } from './set-hold.ts';
import { TELL_OF_PROCESS_JOB, tellOfProcessJob } from './tell-of-process-job.ts';

/** What the worker does for legal requests, by the kind of job. */
export function legalJobs(gate: Gate): readonly (readonly [string, JobHandler])[] {
  return [
    [PRODUCE_JOB, produceJob(gate)],
    [TELL_OF_PROCESS_JOB, tellOfProcessJob(gate)],
    [END_HOLD_JOB, endHoldJob(gate)],
    [SEALED_DAY_JOB, sealedDayJob(gate)],
    [COUNT_REFUSALS_JOB, countRefusalsJob(gate.parts.db)],
  ];
}
