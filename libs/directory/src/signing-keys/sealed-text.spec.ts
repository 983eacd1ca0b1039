import fc from 'fast-check';
import { seal, unseal } from './sealed-text';

const secret = 'a secret of at least thirty-two characters';

describe('sealed text', () => {
  it('opens with the same secret and purpose only', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const sealed = seal(text, secret, 'a');
        expect(unseal(sealed, secret, 'a')).toBe(text);
        expect(unseal(sealed, secret, 'b')).toBeNull();
        expect(unseal(sealed, `${secret}x`, 'a')).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it('notices every change', () => {
    const sealed = seal('the private key', secret, 'a');
    for (let at = 3; at < sealed.length; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      if (Buffer.from(changed.slice(3), 'base64url').equals(Buffer.from(sealed.slice(3), 'base64url'))) continue;
      expect(unseal(changed, secret, 'a')).toBeNull();
    }
  });

  it.each(['', 'v1.', 'v2.AAAA', 'v1.AAAA', 'nonsense'])('gives nothing for %p', (text) => {
    expect(unseal(text, secret, 'a')).toBeNull();
  });

  it('never seals a text twice alike', () => {
    expect(seal('x', secret, 'a')).not.toBe(seal('x', secret, 'a'));
  });
});
