import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The provider of openid-provider.mjs, as a process of its own. */
export async function startOpenIdProvider(redirectUri: string): Promise<{ issuer: string; stop: () => Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, [join(__dirname, 'openid-provider.mjs'), redirectUri], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [issuer] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('the OpenID Connect provider ended at once'))),
  ])) as [string];
  return {
    issuer,
    stop: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** Cookies and redirects as a browser keeps them, of one person. */
export class Browser {
  private readonly jar = new Map<string, Map<string, string>>();

  /** Follows redirects until `until` says that the next address is far enough; fills in the provider's forms on the way. */
  async visit(address: string, login: string, until: (next: URL) => boolean): Promise<{ next: URL; cookiesFor: (url: URL) => string }> {
    let url = new URL(address);
    let form: string | undefined;
    for (let hop = 0; hop < 20; hop += 1) {
      const headers: Record<string, string> = { cookie: this.cookies(url) };
      if (form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
      const answer = await fetch(url, {
        method: form === undefined ? 'GET' : 'POST',
        headers,
        redirect: 'manual',
        ...(form === undefined ? {} : { body: form }),
      });
      this.keep(url, answer.headers.getSetCookie());
      form = undefined;
      const location = answer.headers.get('location');
      if (location) {
        url = new URL(location, url);
        if (until(url)) return { next: url, cookiesFor: (target) => this.cookies(target) };
        continue;
      }
      const page = await answer.text();
      const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (!action || !prompt) throw new Error(`no form at ${url.href}: ${answer.status} ${page.slice(0, 300)}`);
      url = new URL(action, url);
      form = new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt }).toString();
    }
    throw new Error('too many redirects');
  }

  keep(url: URL, cookies: readonly string[]): void {
    const kept = this.jar.get(url.host) ?? new Map<string, string>();
    for (const cookie of cookies) {
      const [pair = ''] = cookie.split(';');
      const [name = '', ...value] = pair.split('=');
      if (/max-age=0/i.test(cookie) || /expires=thu, 01 jan 1970/i.test(cookie)) kept.delete(name);
      else kept.set(name, value.join('='));
    }
    this.jar.set(url.host, kept);
  }

  cookies(url: URL): string {
    return [...(this.jar.get(url.host) ?? new Map<string, string>())].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
