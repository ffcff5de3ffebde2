/** Acts whose entry explains why texts before it in the chain are gone. */
export const ERASURES: readonly string[] = ['eraseOwnData', 'eraseOnRequest', 'repeatErasure'];
