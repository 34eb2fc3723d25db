import { ERRORS } from '$lib/api/errors';
import type { ErrorCode } from '$lib/api/bindings/types';

/** Every code of the core; the table that they come from does not compile with one missing. */
export const ErrorCodes = Object.keys(ERRORS) as ErrorCode[];
