import { type Counter, openCounter, openHistogram } from './families.ts';

/** How a passage of the gate ended. `turned-away`: no entry, because whoever asked was nobody or asked about nothing. */
export type PassAnswer = 'allowed' | 'refused' | 'undone' | 'turned-away' | 'broken';

/** How often one act ended one way. */
export interface Activity {
  readonly act: string;
  readonly answer: PassAnswer;
  readonly times: number;
}

/**
 * What this process counts of its own work: acts, kinds of jobs and outcomes, each from a closed list of the program.
 * Never who asked, for what, or from where: there is no label that could hold it.
 */
export interface Metrics {
  pass(act: string, answer: PassAnswer, seconds: number): void;
  /** An answer over HTTP. */
  answered(status: number, seconds: number): void;
  job(kind: string, end: 'done' | 'again' | 'failed' | 'broken'): void;
  /** Everything counted since the start, as lines of OpenMetrics. */
  lines(): readonly string[];
  /** What the gate answered since this was asked last. */
  takeActivity(): readonly Activity[];
  /** Puts back what could not be written down. */
  putBack(activity: readonly Activity[]): void;
}

export function openMetrics(): Metrics {
  const passes = openCounter(
    { name: 'kristalux_gate_passes', help: 'Passages of the gate, by act and how they ended.' },
    ['act', 'answer'],
  );
  const answers = openCounter({ name: 'kristalux_http_answers', help: 'Answers over HTTP, by class of status.' }, [
    'class',
  ]);
  const jobs = openCounter({ name: 'kristalux_jobs', help: 'Tries of jobs, by kind and how they ended.' }, [
    'kind',
    'end',
  ]);
  const passSeconds = openHistogram({
    name: 'kristalux_gate_pass_seconds',
    help: 'How long passages of the gate took.',
  });
  const answerSeconds = openHistogram({
    name: 'kristalux_http_answer_seconds',
    help: 'How long answers over HTTP took.',
  });
  let activity = new Map<string, Activity>();
  const note = ({ act, answer, times }: Activity) => {
    const key = `${act} ${answer}`;
    activity.set(key, { act, answer, times: (activity.get(key)?.times ?? 0) + times });
  };
  return {
    pass(act, answer, seconds) {
      passes.add([act, answer]);
      passSeconds.observe(seconds);
      note({ act, answer, times: 1 });
    },
    answered(status, seconds) {
      answers.add([`${Math.floor(status / 100)}xx`]);
      answerSeconds.observe(seconds);
    },
    job: (kind, end) => jobs.add([kind, end]),
    lines: () =>
      [passes, passSeconds, answers, answerSeconds, jobs].flatMap((family: Pick<Counter, 'lines'>) => family.lines()),
    takeActivity() {
      const taken = [...activity.values()];
      activity = new Map();
      return taken;
    },
    putBack: (taken) => taken.forEach(note),
  };
}
