/** A rectangle on a picture, in parts of its width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a rectangle begins that was not drawn by a pointer. */
export const START: Box = { x: 0.35, y: 0.4, width: 0.3, height: 0.2 };
const SMALLEST = 0.02;
const STEP = 0.02;

type Point = Pick<Box, 'x' | 'y'>;

export function boxFrom(from: Point, to: Point): Box {
  const [left, right] = [inside(Math.min(from.x, to.x)), inside(Math.max(from.x, to.x))];
  const [top, bottom] = [inside(Math.min(from.y, to.y)), inside(Math.max(from.y, to.y))];
  return fit({ x: left, y: top, width: right - left, height: bottom - top });
}

/** An arrow key moves the rectangle; with Shift it makes it larger or smaller. */
export function keyed({ x, y, width, height }: Box, key: string, larger: boolean): Box {
  const across = key === 'ArrowRight' ? STEP : key === 'ArrowLeft' ? -STEP : 0;
  const down = key === 'ArrowDown' ? STEP : key === 'ArrowUp' ? -STEP : 0;
  return fit(
    larger ? { x, y, width: width + across, height: height + down } : { x: x + across, y: y + down, width, height },
  );
}

/** Whole points, outwards: an edge between two points would let something of the picture show through. */
export function pixels({ x, y, width, height }: Box, { width: w, height: h }: Pick<Box, 'width' | 'height'>): Box {
  const [left, top] = [Math.floor(x * w), Math.floor(y * h)];
  return { x: left, y: top, width: Math.ceil((x + width) * w) - left, height: Math.ceil((y + height) * h) - top };
}

/** Which rectangle is chosen and where it lies, for whoever does not see it. */
export function describe(words: Readonly<Partial<Record<string, string>>>, boxes: readonly Box[], chosen: number) {
  const box = boxes[chosen];
  if (box === undefined) return words.none ?? '';
  const percent = (part: number) => String(Math.round(part * 100));
  return (words.said ?? '')
    .replace('{n}', String(chosen + 1))
    .replace('{all}', String(boxes.length))
    .replace('{x}', percent(box.x))
    .replace('{y}', percent(box.y))
    .replace('{width}', percent(box.width))
    .replace('{height}', percent(box.height));
}

function fit(box: Box): Box {
  const width = Math.min(1, Math.max(SMALLEST, box.width));
  const height = Math.min(1, Math.max(SMALLEST, box.height));
  return { x: between(box.x, 1 - width), y: between(box.y, 1 - height), width, height };
}

const between = (part: number, most: number): number => Math.min(most, Math.max(0, part));
const inside = (part: number): number => between(part, 1);
