// Renders a page, and says whether Node follows promises since then: only then has a continuation a number of its own.
import { executionAsyncId } from 'node:async_hooks';
import { renderPage } from './render.ts';

const rendered = renderPage(
  <html lang="en">
    <head>
      <title>A page</title>
    </head>
  </html>,
);
await null;
process.stdout.write(`${rendered.includes('<title>A page</title>')} ${executionAsyncId()}\n`);
