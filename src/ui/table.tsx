import type { Child } from 'hono/jsx';

interface TableProps {
  readonly caption: string;
  /** Whether only screen readers get the caption, where a heading above says the same. */
  readonly captionUnseen?: boolean;
  readonly head: readonly string[];
  /** The first cell of each row is its heading. */
  readonly rows: readonly (readonly Child[])[];
}

/** A table that becomes a list of cards on a narrow screen: each cell carries the name of its column. */
export function Table({ caption, captionUnseen = false, head, rows }: TableProps) {
  return (
    <table class="table">
      <caption class={captionUnseen ? 'unseen' : ''}>{caption}</caption>
      <thead>
        <tr>
          {head.map((one) => (
            <th scope="col">{one}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell, column) =>
              column === 0 ? (
                <th scope="row">{cell}</th>
              ) : (
                <td data-column={wordsIn(cell) === head[column] ? undefined : head[column]}>{cell}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a cell says in words of its own: one that only says what its column is called needs no name beside it. */
function wordsIn(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (Array.isArray(cell)) return cell.map(wordsIn).join('');
  return typeof cell === 'object' && cell !== null && 'children' in cell ? wordsIn(cell.children) : '';
}
