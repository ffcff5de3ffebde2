/** A number that only rises, apart for each of a closed list of labels. */
export interface Counter {
  add(labels: readonly string[]): void;
  lines(): readonly string[];
}

/** How long something took, in steps. */
export interface Histogram {
  observe(seconds: number): void;
  lines(): readonly string[];
}

interface Family {
  /** Without the ending that its kind adds. */
  readonly name: string;
  readonly help: string;
}

export function openCounter({ name, help }: Family, labels: readonly string[]): Counter {
  const counted = new Map<string, number>();
  return {
    add(values) {
      const key = labelled(labels, values);
      counted.set(key, (counted.get(key) ?? 0) + 1);
    },
    lines: () => [
      ...headOf(name, 'counter', help),
      ...[...counted].map(([key, value]) => `${name}_total${key} ${value}`),
    ],
  };
}

/** Up to these many seconds; beyond the last is its own step. */
const STEPS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.1, 0.25, 1, 5];

export function openHistogram({ name, help }: Family): Histogram {
  const steps = new Array<number>(STEPS.length + 1).fill(0);
  let sum = 0;
  return {
    observe(seconds) {
      const found = STEPS.findIndex((step) => seconds <= step);
      const at = found === -1 ? STEPS.length : found;
      steps[at] = (steps[at] ?? 0) + 1;
      sum += seconds;
    },
    lines() {
      let below = 0;
      const buckets = steps.map((count, index) => {
        below += count;
        return `${name}_bucket{le="${STEPS[index] ?? '+Inf'}"} ${below}`;
      });
      return [
        ...headOf(name, 'histogram', help, 'seconds'),
        ...buckets,
        `${name}_sum ${sum}`,
        `${name}_count ${below}`,
      ];
    },
  };
}

/** A number as it stands just now. */
export function gauge({ name, help }: Family, value: number): readonly string[] {
  return [...headOf(name, 'gauge', help), `${name} ${value}`];
}

function headOf(name: string, kind: string, help: string, unit?: string): readonly string[] {
  return [
    `# TYPE ${name} ${kind}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
  ];
}

// Values are names of the program or words of a closed list; what may stand in one is escaped all the same.
function labelled(labels: readonly string[], values: readonly string[]): string {
  const pairs = labels.map((label, index) => `${label}="${escaped(values[index] ?? '')}"`);
  return `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return /[\\"\n]/.test(value) ? value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') : value;
}
