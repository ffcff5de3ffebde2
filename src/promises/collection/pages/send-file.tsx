import type { Language } from '../../../kernel/words.ts';
import { Submit } from '../../../ui/form.tsx';
import { FileField, UploadForm } from '../../../ui/upload.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

interface SendFileProps {
  readonly language: Language;
  readonly csrf: string;
  readonly action: string;
  /** Why the last one was not taken. */
  readonly problem: FileProblem | null;
}

export type FileProblem = 'missing' | 'tooLarge' | 'otherKind' | 'damaged';

/** A file beside the messages. What it is called stays on the sender's machine. */
export function SendFile({ language, csrf, action, problem }: SendFileProps) {
  const words = wordsOf(language).inbox.files;
  return (
    <details open={problem !== null}>
      <summary>{words.title}</summary>
      {problem === null ? null : (
        <p class="problem" role="alert">
          {words.problems[problem]}
        </p>
      )}
      <UploadForm action={action} csrf={csrf}>
        <FileField
          name="file"
          of="message"
          label={words.file}
          hint={words.hint}
          accept="image/jpeg,image/png,image/webp,application/pdf"
        />
        <Submit kind="quiet">{words.send}</Submit>
      </UploadForm>
    </details>
  );
}
