import type { Language } from '../kernel/words.ts';
import type { Tone } from './badge.tsx';
import { Instant } from './instant.tsx';

export interface Step {
  readonly title: string;
  readonly at: Date | null;
  readonly tone: Tone;
}

interface TimelineProps {
  readonly language: Language;
  readonly label: string;
  /** Oldest first; the last one is where things stand. */
  readonly steps: readonly Step[];
}

/** What happened, one thing after the other. */
export function Timeline({ language, label, steps }: TimelineProps) {
  return (
    <ol class="timeline" aria-label={label}>
      {steps.map((step, index) => (
        <li class={step.tone} aria-current={index === steps.length - 1 ? 'step' : undefined}>
          <p class="timeline-title">{step.title}</p>
          {step.at === null ? null : (
            <p class="timeline-at">
              <Instant at={step.at} language={language} />
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
