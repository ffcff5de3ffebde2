/** What time it is. In the product it is the database's (`Bearings`), because several machines share one of those. */
export interface Clock {
  now(): Date;
}
