import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Checkboxes } from '../../../ui/checkboxes.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface DeskPlacesPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly places: readonly { readonly placeId: string; readonly name: string; readonly address: string }[];
  /** Inputs: name, address, zone, weekday.<1–7>, from, to, slotMinutes, seats. */
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
}

/** Where and when people may come: the open places, and a new one. */
export function DeskPlacesPage({ language, frame, places, values, problems }: DeskPlacesPageProps) {
  const words = wordsOf(language).collection.console;
  const labels = {
    name: words.placeName,
    address: words.placeAddress,
    zone: words.zone,
    weekday: words.weekdays,
    from: words.fromTime,
    to: words.toTime,
    slotMinutes: words.minutes,
    seats: words.seats,
  };
  const field = (name: keyof typeof labels, maxlength: number) => (
    <Field
      {...{ language, name, maxlength, label: labels[name], value: values[name], problem: problems[name] }}
      type="text"
      required={true}
      autocomplete="off"
    />
  );
  return (
    <Layout language={language} frame={frame} title={words.placesTitle} width="narrow">
      <PageHead title={words.placesTitle} lead={words.placesLead} />
      {places.length === 0 ? (
        <p>{words.placesEmpty}</p>
      ) : (
        <Table
          caption={words.places}
          captionUnseen={true}
          head={[words.placeName, words.placeAddress, words.closePlace]}
          rows={places.map(({ placeId, name, address }) => [
            name,
            address,
            <Form action={addresses.closeDeskPlace(placeId)} csrf={frame.csrf}>
              <Submit kind="quiet">{words.closePlace}</Submit>
            </Form>,
          ])}
        />
      )}
      <ProblemSummary language={language} problems={problems} labels={labels} />
      <Form action={addresses.deskPlaces} csrf={frame.csrf} class="panel">
        {field('name', 100)}
        {field('address', 200)}
        {field('zone', 60)}
        <Checkboxes
          name="weekday"
          label={words.weekdays}
          choices={words.weekdayNames.map((label, at) => ({ id: String(at + 1), label }))}
          checked={new Set(['1', '2', '3', '4', '5', '6', '7'].filter((id) => values[`weekday.${id}`] !== undefined))}
          problem={problems['weekday'] === undefined ? undefined : words.none}
        />
        {field('from', 5)}
        {field('to', 5)}
        {field('slotMinutes', 3)}
        {field('seats', 2)}
        <Submit>{words.openPlace}</Submit>
      </Form>
    </Layout>
  );
}
