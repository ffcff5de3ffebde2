import { SECTIONS } from '../kernel/policy/names.ts';
import type { Language } from '../kernel/words.ts';
import { addresses } from './addresses.ts';
import { Link } from './link.tsx';
import { wordsOf } from './words/words.ts';

/** The distance between two rays, in the drawing's units; a line of the list is as high. */
const STEP = 40;

/** Light falls on the crystal and leaves it as the eight sections of the policy, each a link. */
export function Rays({ language }: { readonly language: Language }) {
  const words = wordsOf(language);
  const middle = (SECTIONS.length * STEP) / 2;
  return (
    <nav class="rays" aria-labelledby="rays">
      <h2 id="rays">{words.home.page.promises}</h2>
      <svg viewBox={`0 0 200 ${SECTIONS.length * STEP}`} aria-hidden="true" focusable="false">
        <g>
          {SECTIONS.map((_, index) => (
            <path
              class="ray"
              d={`M84 ${middle} C130 ${middle} 140 ${STEP / 2 + STEP * index} 200 ${STEP / 2 + STEP * index}`}
            />
          ))}
        </g>
        <path class="beam" d={`M0 ${middle}h60`} />
        <g transform={`translate(38 ${middle - 44}) scale(3.7)`}>
          <path class="emblem-shade" d="M12 1.5 20.5 8 12 22.5z" />
          <path class="emblem-light" d="M12 1.5 3.5 8 12 22.5z" />
          <path class="emblem-facet" d="m12 1.5 3.6 7L12 22.5 8.4 8.5z" />
          <path
            class="emblem-edge"
            d="M12 1.5 20.5 8 12 22.5 3.5 8zM3.5 8l4.9.5h7.2l4.9-.5M8.4 8.5 12 22.5l3.6-14M8.4 8.5 12 1.5l3.6 7"
          />
        </g>
      </svg>
      <ol>
        {SECTIONS.map((section) => (
          <li>
            <Link href={addresses.section(section)}>{words.frame.sections[section]}</Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
