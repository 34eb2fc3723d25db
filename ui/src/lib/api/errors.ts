import type { ApiError, ErrorCode, Fault } from './bindings/types';

/** What the reader can do about a fault, besides reading about it. */
export type ErrorAction = 'retry' | 'browser' | 'edit' | 'unsubscribe' | 'opml';

/** `wait`: it mends itself or asks only for patience. `act`: somebody has to do something. */
export interface ErrorClass {
  severity: 'wait' | 'act';
  actions: readonly ErrorAction[];
}

/** One row for every code of the core; the compiler asks for a missing one. */
export const ERRORS: Record<ErrorCode, ErrorClass> = {
  invalid_url: { severity: 'act', actions: ['edit'] },
  not_a_feed: { severity: 'act', actions: ['edit', 'browser'] },
  empty_body: { severity: 'wait', actions: ['retry', 'browser'] },
  html_instead_of_feed: { severity: 'act', actions: ['retry', 'browser'] },
  feed_gone: { severity: 'act', actions: ['browser', 'unsubscribe'] },
  not_found: { severity: 'act', actions: ['retry', 'browser'] },
  already_subscribed: { severity: 'wait', actions: [] },
  default_category: { severity: 'wait', actions: [] },
  offline: { severity: 'wait', actions: ['retry'] },
  host_unreachable: { severity: 'wait', actions: ['retry', 'browser'] },
  timeout: { severity: 'wait', actions: ['retry'] },
  tls_failed: { severity: 'act', actions: ['retry', 'browser'] },
  http_status: { severity: 'wait', actions: ['retry', 'browser'] },
  rate_limited: { severity: 'wait', actions: ['browser'] },
  forbidden: { severity: 'act', actions: ['browser', 'retry'] },
  too_large: { severity: 'act', actions: ['browser'] },
  too_many: { severity: 'act', actions: ['opml'] },
  redirect_loop: { severity: 'act', actions: ['retry', 'browser'] },
  blocked_address: { severity: 'act', actions: ['edit'] },
  broken_transfer: { severity: 'wait', actions: ['retry'] },
  not_extractable: { severity: 'act', actions: ['browser', 'retry'] },
  no_comments: { severity: 'act', actions: ['browser'] },
  page_challenge: { severity: 'wait', actions: ['browser', 'retry'] },
  page_consent: { severity: 'act', actions: ['browser', 'retry'] },
  page_paywall: { severity: 'act', actions: ['browser', 'retry'] },
  page_login: { severity: 'act', actions: ['browser', 'retry'] },
  invalid_opml: { severity: 'act', actions: ['opml'] },
  invalid_import: { severity: 'act', actions: [] },
  no_such_item: { severity: 'act', actions: [] },
  invalid_request: { severity: 'act', actions: [] },
  library_unreadable: { severity: 'act', actions: [] },
  library_in_use: { severity: 'act', actions: [] },
  library_newer: { severity: 'act', actions: [] },
  library_damaged: { severity: 'act', actions: [] },
  storage_full: { severity: 'act', actions: ['retry'] },
  cancelled: { severity: 'wait', actions: [] },
  open_failed: { severity: 'act', actions: ['retry'] },
  internal: { severity: 'act', actions: ['retry'] },
};

/** Whatever was thrown, as an error the screen can word. */
export function toApiError(thrown: unknown): ApiError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    const error = thrown as Partial<ApiError>;
    if (typeof error.code === 'string' && error.code in ERRORS) {
      return { code: error.code, params: error.params ?? {}, detail: error.detail ?? '' };
    }
  }
  return { code: 'internal', params: {}, detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
}

/** The error inside a fault of a background task. */
export function faultError(fault: Fault): ApiError {
  return { code: fault.code, params: fault.params, detail: '' };
}

/** The short code that stands last and small: an HTTP status where there is one. */
export function shortCode(error: Pick<ApiError, 'code' | 'params'>): string {
  return error.params['status'] ?? error.code;
}
