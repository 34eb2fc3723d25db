import type { IconName } from '$components/base/icons';
import type { HealthState } from '$lib/api/bindings/types';

/** The sign before what is said about a state. A triangle is for faults alone. */
export const STATE_ICONS: Record<HealthState, IconName> = {
  gone: 'fault',
  sign_in: 'fault',
  insecure: 'fault',
  failing: 'fault',
  moved: 'link',
  switched: 'layers',
  repaired: 'edit',
  silent: 'clock',
  paused: 'pause',
  waiting: 'clock',
  fine: 'check',
};
