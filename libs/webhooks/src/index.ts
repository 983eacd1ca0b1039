export * from './address-policy';
export * from './retry-schedule';
export * from './send-webhook.service';
export * from './standard-webhooks';
