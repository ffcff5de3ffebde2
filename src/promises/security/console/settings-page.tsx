import type { Language } from '../../../kernel/words.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface SettingsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly settings: readonly {
    readonly name: string;
    readonly value: { readonly kind: 'plain'; readonly text: string } | { readonly kind: 'secret' } | null;
    readonly from: 'environment' | 'default';
  }[];
}

/** With what this server was started, for reading: changed where it is started. */
export function SettingsPage({ language, frame, settings }: SettingsPageProps) {
  const page = wordsOf(language).console.settings;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      <Table
        caption={page.title}
        captionUnseen={true}
        head={[page.setting, page.value, page.from]}
        rows={settings.map(({ name, value, from }) => [
          <code>{name}</code>,
          value === null ? page.none : value.kind === 'secret' ? page.secret : <code>{value.text}</code>,
          page.sources[from],
        ])}
      />
    </Layout>
  );
}
