import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { SampleSlipway } from './sample-slipway';

export const wide = 1280;
export const narrow = 390;

/** A person at a browser; `faults` collects what the browser complained about: script errors, refused content, failed requests. */
export interface Seat {
  page: Page;
  faults: string[];
  /** Calls the API as this person, with a session of its own. */
  api(path: string, method?: string, body?: unknown): Promise<any>;
  leave(): Promise<void>;
}

export interface SampleBrowser {
  /** A seat before the sign-in. */
  open(options?: { width?: number; dark?: boolean }): Promise<Seat>;
  /** A seat after the sign-in, in the sample's main engagement, on the releases. */
  seat(person: string, options?: { width?: number; dark?: boolean }): Promise<Seat>;
  close(): Promise<void>;
}

const emails: Record<string, string> = { client: 'northwind.example', vendor: 'banyan.example' };
const clients = new Set(['anna', 'jonas', 'lena', 'paul', 'mia', 'felix', 'clara']);
export const emailOf = (person: string): string => `${person}@${clients.has(person) ? emails.client : emails.vendor}`;

/** Refusals that a spec provokes on purpose, and the question for a session that nobody has yet. */
const expected = /status of 401|sessions\/refresh/;

function listen(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  return faults;
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function accessToken(slipway: SampleSlipway, person: string): Promise<string> {
  const answer = await fetch(`${slipway.url}/api/directory/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: emailOf(person), password: slipway.password }),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

/** @throws when SLIPWAY_TEST_CHROMIUM is not set, saying what to do */
export async function startBrowser(slipway: SampleSlipway): Promise<SampleBrowser> {
  const executablePath = process.env['SLIPWAY_TEST_CHROMIUM'];
  if (!executablePath)
    throw new Error('SLIPWAY_TEST_CHROMIUM is not set: run deploy/native/stack.sh up, then eval "$(deploy/native/stack.sh env)"');
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

  const sit = async (person: string, { width = wide, dark = false } = {}): Promise<Seat> => {
    const context: BrowserContext = await browser.newContext({
      baseURL: slipway.url,
      viewport: { width, height: width < 500 ? 844 : 860 },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const faults = listen(page);
    await page.goto('/sign-in');
    let token: string | null = null;
    const api = async (path: string, method = 'GET', body?: unknown) => {
      token ??= await accessToken(slipway, person);
      const engagement = await page.evaluate<string>("sessionStorage.getItem('slipway.engagement') ?? ''");
      const answer = await fetch(`${slipway.url}/api${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'slipway-engagement': engagement,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
      return await answer.json();
    };
    return { page, faults, api, leave: () => context.close() };
  };

  return {
    open: (options) => sit('ravi', options),
    seat: async (person, options) => {
      const seat = await sit(person, options);
      await signIn(seat.page, emailOf(person), slipway.password);
      await seat.page.getByRole('heading', { level: 1, name: 'Releases' }).waitFor();
      return seat;
    },
    close: () => browser.close(),
  };
}
