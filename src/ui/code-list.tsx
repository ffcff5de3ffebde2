/** Codes as one would write them down, one a line. */
export function CodeList({ codes }: { readonly codes: readonly string[] }) {
  return (
    <ol class="panel">
      {codes.map((code) => (
        <li>
          <code>{code}</code>
        </li>
      ))}
    </ol>
  );
}
