import type { z } from 'zod';

/** Calls by name: how the arguments of each are parsed, and who may make it. */
export type CallMap = Readonly<
  Record<string, { readonly role: 'guard' | 'admin'; readonly args: z.ZodType }>
>;
