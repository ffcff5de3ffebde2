interface DraftInFormProps {
  readonly base: number;
  readonly by: string;
  readonly files: ReadonlyMap<string, string>;
}

/** An edited policy on its way through a form: nothing is kept between the steps but here. */
export function DraftInForm({ base, by, files }: DraftInFormProps) {
  return (
    <>
      <input type="hidden" name="base" value={String(base)} />
      <input type="hidden" name="by" value={by} />
      {[...files].map(([path, text]) => (
        <input type="hidden" name={path} value={text} />
      ))}
    </>
  );
}
