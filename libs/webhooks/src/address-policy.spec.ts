import fc from 'fast-check';
import { checkTarget, refusedAddress } from './address-policy';

describe('refusedAddress', () => {
  it.each([
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['169.254.7.7', 'linkLocal'],
    ['169.254.169.254', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['100.100.100.200', 'metadata'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['198.18.0.1', 'reserved'],
    ['240.0.0.1', 'reserved'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%eth0', 'linkLocal'],
    ['fc00::1', 'uniqueLocal'],
    ['fd00:ec2::254', 'metadata'],
    ['ff02::1', 'multicast'],
    ['::ffff:10.0.0.1', 'ipv4Mapped'],
    ['::ffff:8.8.8.8', 'ipv4Mapped'],
    ['::127.0.0.1', 'ipv4Mapped'],
    ['4000::1', 'global unicast'],
    ['64:ff9b::7f00:1', 'rfc6052'],
    ['2002:7f00:1::', '6to4'],
    ['2001:0:7f00:1::', 'teredo'],
    ['fec0::1', 'deprecatedSiteLocal'],
    ['not-an-address', 'no IP address'],
  ])('refuses %s', (address, why) => {
    expect(refusedAddress(address)).toContain(why);
  });

  it.each(['8.8.8.8', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])('lets %s through', (address) => {
    expect(refusedAddress(address)).toBeNull();
  });

  it('never lets an IPv4 address through in IPv6 clothes', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '::', '64:ff9b::', '::ffff:0:'), (v4, prefix) => {
        expect(refusedAddress(`${prefix}${v4}`)).not.toBeNull();
      }),
    );
  });
});

describe('checkTarget', () => {
  it.each([
    ['nonsense', 'no absolute URL'],
    ['ftp://desk.example/hook', 'only http and https'],
    ['file:///etc/passwd', 'only http and https'],
    ['https://user:secret@desk.example/', 'credentials'],
    ['http://localhost/', 'loopback name'],
    ['http://hook.localhost./', 'loopback name'],
    ['http://metadata.google.internal/computeMetadata/v1/', 'metadata host'],
    ['http://169.254.169.254/latest/meta-data', 'metadata address'],
    ['http://0x7f.1/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://[::ffff:127.0.0.1]/', 'ipv4Mapped'],
    ['http://[fd00:ec2::254]/', 'metadata'],
  ])('refuses %s', (url, why) => {
    expect(checkTarget(url, [])).toMatchObject({ ok: false, reason: expect.stringContaining(why) });
  });

  it('takes a name, whose address is checked when connecting', () => {
    expect(checkTarget('https://desk.example/hook', []).ok).toBe(true);
  });

  it('lets an allowed host through on the named port only', () => {
    expect(checkTarget('http://127.0.0.1:8080/', ['127.0.0.1:8080']).ok).toBe(true);
    expect(checkTarget('http://127.0.0.1:8081/', ['127.0.0.1:8080']).ok).toBe(false);
    expect(checkTarget('http://localhost:1/', [' LOCALHOST ']).ok).toBe(true);
    expect(checkTarget('http://localhost.evil.example/', ['localhost']).ok).toBe(true);
    expect(checkTarget('http://127.0.0.1/', ['', ' ']).ok).toBe(false);
  });
});
