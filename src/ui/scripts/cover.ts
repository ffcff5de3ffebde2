// A picture of a document may be blacked out before it is sent: what is covered never leaves this device. The rectangles are
// drawn into the picture, and the picture is made anew from its visible points; without this script the file is sent as it is.
import { type Box, boxFrom, describe, keyed, pixels, START } from './cover-box.ts';

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-cover]')) {
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  const part = form.querySelector<HTMLElement>('[data-cover-part]');
  if (input !== null && part !== null) offerCover(form, input, part);
}

interface Drawing {
  readonly picture: ImageBitmap | undefined;
  readonly boxes: readonly Box[];
  readonly chosen: number;
}
const NOTHING: Drawing = { picture: undefined, boxes: [], chosen: -1 };

function offerCover(form: HTMLFormElement, input: HTMLInputElement, part: HTMLElement): void {
  const canvas = document.createElement('canvas');
  const area = part.querySelector<HTMLElement>('[data-cover-area]');
  const status = part.querySelector<HTMLElement>('[role="status"]');
  if (area === null || status === null) return;
  area.append(canvas);
  let drawing = NOTHING;
  const show = (next: Drawing) => {
    drawing = next;
    part.hidden = next.picture === undefined;
    draw(canvas, next);
    status.textContent = describe(part.dataset, next.boxes, next.chosen);
  };
  const change = (change: (box: Box) => Box) => {
    const boxes = drawing.boxes.map((box, n) => (n === drawing.chosen ? change(box) : box));
    show({ ...drawing, boxes });
  };
  const add = (box: Box) => show({ ...drawing, boxes: [...drawing.boxes, box], chosen: drawing.boxes.length });
  const drop = () => {
    const boxes = drawing.boxes.filter((_, n) => n !== drawing.chosen);
    show({ ...drawing, boxes, chosen: boxes.length - 1 });
  };

  let reading = 0;
  input.addEventListener('change', () => {
    reading += 1;
    const asked = reading;
    show(NOTHING);
    void read(input.files?.[0]).then((picture) => {
      if (asked === reading) show({ ...NOTHING, picture });
    });
  });

  const buttons: Readonly<Record<string, () => void>> = {
    add: () => add(START),
    next: () => show({ ...drawing, chosen: (drawing.chosen + 1) % Math.max(1, drawing.boxes.length) }),
    drop,
  };
  for (const button of part.querySelectorAll<HTMLButtonElement>('button[data-cover-do]')) {
    button.addEventListener('click', () => {
      buttons[button.dataset.coverDo ?? '']?.();
      area.focus();
    });
  }
  area.addEventListener('keydown', (event) => {
    if (drawing.chosen === -1) return;
    if (event.key === 'Delete' || event.key === 'Backspace') drop();
    else if (!event.key.startsWith('Arrow')) return;
    else change((box) => keyed(box, event.key, event.shiftKey));
    event.preventDefault();
  });
  drawByPointer(canvas, add, change);

  form.addEventListener('submit', (event) => {
    const { picture, boxes } = drawing;
    if (picture === undefined || boxes.length === 0) return;
    // Nothing is sent until the file of this form is the covered one.
    event.preventDefault();
    draw(canvas, { picture, boxes, chosen: -1 });
    canvas.toBlob(
      (made) => {
        if (made === null) {
          status.textContent = part.dataset.failed ?? '';
          return;
        }
        const files = new DataTransfer();
        files.items.add(new File([made], 'document.jpg', { type: 'image/jpeg' }));
        input.files = files.files;
        form.submit();
      },
      'image/jpeg',
      0.92,
    );
  });
}

/** The picture as the file shows it, upright; undefined where it is none, such as a PDF file. */
async function read(file: File | undefined): Promise<ImageBitmap | undefined> {
  if (file === undefined || !/^image\/(jpeg|png|webp)$/.test(file.type)) return undefined;
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return undefined;
  }
}

/** No larger than the server keeps it. */
const SIDE_MAX = 2600;

function draw(canvas: HTMLCanvasElement, { picture, boxes, chosen }: Drawing): void {
  if (picture === undefined) return;
  const smaller = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * smaller);
  canvas.height = Math.round(picture.height * smaller);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return;
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  boxes.forEach((box, n) => {
    const at = pixels(box, canvas);
    context.fillStyle = 'black';
    context.fillRect(at.x, at.y, at.width, at.height);
    if (n !== chosen) return;
    context.strokeStyle = '#ffb000';
    context.lineWidth = Math.max(2, canvas.width / 200);
    context.strokeRect(at.x, at.y, at.width, at.height);
  });
}

function drawByPointer(
  canvas: HTMLCanvasElement,
  add: (box: Box) => void,
  change: (change: (box: Box) => Box) => void,
): void {
  let from: { readonly x: number; readonly y: number } | undefined;
  const place = (event: PointerEvent) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };
  canvas.addEventListener('pointerdown', (event) => {
    from = place(event);
    canvas.setPointerCapture(event.pointerId);
    add(boxFrom(from, from));
  });
  canvas.addEventListener('pointermove', (event) => {
    const begun = from;
    if (begun !== undefined) change(() => boxFrom(begun, place(event)));
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, () => {
      from = undefined;
    });
  }
}
