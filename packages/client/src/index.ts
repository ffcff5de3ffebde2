export type { Answers } from './answers.ts';
export { type CallOptions, type Client, type ClientOptions, openClient } from './open-client.ts';
export type { Inputs, OperationName } from './operations.ts';
export { Problem } from './problem.ts';
export { readWebhook, type Webhook } from './read-webhook.ts';
