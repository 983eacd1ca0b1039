import { z } from 'zod';
import { alertmanager } from './alertmanager';
import { generic } from './generic';
import { github } from './github';
import { jira } from './jira';
import { pagerduty } from './pagerduty';
import { standardWebhooks } from './standard-webhooks';
import type { Normaliser } from './ticket-change';
import { zendesk } from './zendesk';

export const presetName = z.enum(['standard-webhooks', 'github', 'jira', 'pagerduty', 'zendesk', 'alertmanager', 'generic']);
export type PresetName = z.output<typeof presetName>;

export const normalisers: Readonly<Record<PresetName, Normaliser>> = {
  'standard-webhooks': standardWebhooks,
  github,
  jira,
  pagerduty,
  zendesk,
  alertmanager,
  generic,
};

/** Senders whose tickets are alerts: a person at the desk cannot answer there. */
export const isAlertSender = (preset: PresetName): boolean => preset === 'alertmanager' || preset === 'pagerduty';
