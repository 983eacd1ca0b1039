import { newHookKey, newSecret, openSecret, sealingKey, sealSecret } from './seal-secret';

const key = sealingKey('installation secret');

describe('a sealed secret', () => {
  it('opens for its desk and key only, and never looks the same twice', () => {
    const sealed = sealSecret(key, 'desk-1', 'geheim ü');
    expect(openSecret(key, 'desk-1', sealed)).toBe('geheim ü');
    expect(sealSecret(key, 'desk-1', 'geheim ü')).not.toEqual(sealed);
    expect(sealed.toString('latin1')).not.toContain('geheim');
    expect(() => openSecret(key, 'desk-2', sealed)).toThrow();
    expect(() => openSecret(sealingKey('another'), 'desk-1', sealed)).toThrow();
    const changed = Buffer.from(sealed);
    changed[changed.length - 1] = (changed[changed.length - 1] as number) ^ 1;
    expect(() => openSecret(key, 'desk-1', changed)).toThrow();
  });
  it('is new every time', () => {
    expect(new Set(Array.from({ length: 50 }, newSecret)).size).toBe(50);
    expect(newHookKey()).toMatch(/^[\w-]{27}$/);
  });
});
