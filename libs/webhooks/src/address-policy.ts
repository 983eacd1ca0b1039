import { IPv4, IPv6, isValid, parse } from 'ipaddr.js';

/** Answer credentials or instance data to whoever asks, on addresses that look public. */
const metadataAddresses = new Set(['168.63.129.16', '169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254']);
const metadataHosts = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.packet.net',
  'metadata.platformequinix.com',
  'instance-data',
  'instance-data.ec2.internal',
  'kubernetes.default.svc',
]);
const globalUnicast = IPv6.parseCIDR('2000::/3');

/** Why a connection to this address is refused, or null: only public unicast addresses are let through. */
export function refusedAddress(address: string): string | null {
  const bare = address.replace(/%.*$/, '').replace(/^\[|\]$/g, '');
  if (!isValid(bare)) return `'${address}' is no IP address`;
  const ip = parse(bare);
  if (metadataAddresses.has(ip.toString())) return `${address} is a metadata address`;
  const range = ip.range();
  if (range !== 'unicast') return `${address} is a ${range} address`;
  if (ip instanceof IPv4) return null;
  return ip.match(globalUnicast) ? null : `${address} is not a global unicast address`;
}

/** Whether `SLIPWAY_WEBHOOK_ALLOWED_HOSTS` names this URL's host, as `host` or `host:port`. */
export function isAllowedHost(url: URL, allowedHosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allowedHosts.some((entry) => {
    const wanted = entry.trim().toLowerCase();
    return wanted !== '' && (wanted === url.hostname || wanted === `${url.hostname}:${port}`);
  });
}

export type TargetCheck = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: string };

/**
 * What can be said of a webhook's address without connecting: only http(s), no credentials, no metadata name,
 * no literal address that is refused. What a name resolves to is checked when connecting, since it can change.
 */
export function checkTarget(text: string, allowedHosts: readonly string[]): TargetCheck {
  if (!URL.canParse(text)) return { ok: false, reason: 'it is no absolute URL' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { ok: false, reason: `only http and https are spoken, not ${url.protocol}` };
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'credentials do not belong in the URL' };
  if (isAllowedHost(url, allowedHosts)) return { ok: true, url };
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return { ok: false, reason: `${host} is a loopback name` };
  if (metadataHosts.has(host)) return { ok: false, reason: `${host} is a metadata host` };
  const literal = host.replace(/^\[|\]$/g, '');
  const refused = isValid(literal) ? refusedAddress(literal) : null;
  return refused === null ? { ok: true, url } : { ok: false, reason: refused };
}
