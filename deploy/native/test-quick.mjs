// `npm run test:quick`: the pure specs, no server.
import { ensureInstalled, run } from './prepare.mjs';

ensureInstalled();
process.exit(run('npx', ['jest', '--config', 'jest.pure.cjs', ...process.argv.slice(2)], { loud: true }));
