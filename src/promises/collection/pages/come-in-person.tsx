import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { sayDateTimeIn } from '../../../ui/dates.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { wordsOf } from '../../../ui/words/words.ts';

export interface DeskOffer {
  readonly places: readonly {
    readonly id: string;
    readonly name: string;
    readonly address: string;
    readonly zone: string;
  }[];
  readonly slots: readonly { readonly place: string; readonly at: Date }[];
}

interface ComeInPersonProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly demand: string;
  readonly desk: DeskOffer;
}

/** Coming in person: a code, and a time where the site offers any. */
export function ComeInPerson({ language, frame, demand, desk }: ComeInPersonProps) {
  const words = wordsOf(language).collection.proofs;
  const choices = desk.slots.flatMap(({ place: id, at }) => {
    const place = desk.places.find((one) => one.id === id);
    if (place === undefined) return [];
    const label = `${sayDateTimeIn(at, language, place.zone)} ${words.slotIn(place.zone)}, ${place.name}, ${place.address}`;
    return [{ id: `${id} ${at.toISOString()}`, label }];
  });
  return (
    <details>
      <summary>{words.offlineTitle}</summary>
      <p class="hint">{words.offlineLead}</p>
      <Form action={addresses.takeDeskCode(demand)} csrf={frame.csrf}>
        {choices.length === 0 ? null : (
          <Field
            {...{ language, label: words.slot }}
            name={`slot.${demand}`}
            type="choice"
            required={true}
            autocomplete="off"
            choices={[...choices, { id: 'any', label: words.anyTime }]}
          />
        )}
        <Submit kind="quiet">{words.takeCode}</Submit>
      </Form>
    </details>
  );
}
