/** Where time outside the database comes from. Instants that decide anything are the database's own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
