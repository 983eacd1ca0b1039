import { Button, Divider, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { asProblem, send } from '../api/client';
import { Problem } from '../api/problem';
import { Icon } from '../shell/icon';
import { ProblemAlert } from '../shell/problem-alert';
import { SlipwayMark } from '../shell/slipway-mark';
import { returnAddress } from './return-address';
import { useSession } from './session-context';
import classes from './sign-in-page.module.css';

interface SignInOptions {
  local: boolean;
  openIdConnect: { name: string; startUrl: string } | null;
  bootstrapPending: boolean;
}

const questions = ['Are we ready?', 'When?', 'Who takes it?', 'Did it go well?'];

const companyProblem = (code: string) =>
  new Problem({
    status: 401,
    code,
    detail: `Your company’s sign-in did not succeed (${code}).`,
    remedy: 'Try again. If it stays, ask your administrator whether your account is known to Slipway.',
  });

export function SignInPage() {
  const { status, signIn } = useSession();
  const [search] = useSearchParams();
  const returnTo = returnAddress(search.get('returnTo'));
  const options = useQuery({
    queryKey: ['sign-in-options'],
    queryFn: () => send<SignInOptions>({ path: '/api/directory/v1/sign-in-options', engagement: false }),
  });
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(() =>
    search.get('problem') ? companyProblem(search.get('problem') ?? '') : null,
  );
  useEffect(() => {
    document.title = 'Sign in · Slipway';
  }, []);

  if (status === 'signed-in') return <Navigate to={returnTo} replace />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await signIn(email.trim(), password);
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  const company = options.data?.openIdConnect;

  return (
    <main className={classes.page}>
      <div className={classes.story}>
        <SlipwayMark size={40} />
        <p className={classes.claim}>From built to safely in the users’ hands.</p>
        <ul className={classes.questions}>
          {questions.map((question) => (
            <li key={question}>{question}</li>
          ))}
        </ul>
      </div>
      <div className={classes.formSide}>
        <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
          <h1 className={classes.title}>Sign in</h1>
          {problem ? <ProblemAlert error={problem} /> : null}
          {options.error ? <ProblemAlert error={options.error} retry={() => void options.refetch()} /> : null}
          {company ? (
            <Button
              component="a"
              href={`${company.startUrl}?returnTo=${encodeURIComponent(returnTo)}`}
              size="md"
              leftSection={<Icon name="key" />}
              variant={options.data?.local ? 'default' : 'filled'}
            >
              Sign in with {company.name || 'your company'}
            </Button>
          ) : null}
          {company && options.data?.local ? <Divider label="or with a Slipway account" labelPosition="center" /> : null}
          {options.data?.local !== false ? (
            <>
              <TextInput
                label="E-mail"
                type="email"
                name="email"
                autoComplete="username"
                size="md"
                required
                withAsterisk={false}
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
              <PasswordInput
                label="Password"
                name="password"
                autoComplete="current-password"
                size="md"
                required
                withAsterisk={false}
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
              />
              <Button type="submit" size="md" loading={busy} disabled={!email || !password}>
                Sign in
              </Button>
            </>
          ) : null}
          {options.data?.bootstrapPending ? (
            <p className={classes.note}>
              Nobody has an account here yet. The first operator is made with the bootstrap token that the server printed at its start.
            </p>
          ) : null}
        </form>
      </div>
    </main>
  );
}
