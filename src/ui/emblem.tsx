/** The sign of the product: a cut crystal. Decoration, so hidden from screen readers. */
export function Emblem() {
  return (
    <svg class="emblem" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path class="emblem-shade" d="M12 1.5 20.5 8 12 22.5z" />
      <path class="emblem-light" d="M12 1.5 3.5 8 12 22.5z" />
      <path class="emblem-facet" d="m12 1.5 3.6 7L12 22.5 8.4 8.5z" />
      <path
        class="emblem-edge"
        d="M12 1.5 20.5 8 12 22.5 3.5 8zM3.5 8l4.9.5h7.2l4.9-.5M8.4 8.5 12 22.5l3.6-14M8.4 8.5 12 1.5l3.6 7"
      />
    </svg>
  );
}
