import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { queryClient } from './api/query-client';
import { LiveProvider } from './live/live-provider';
import { router } from './router';
import { SessionProvider } from './session/session-provider';
import { ShortcutsProvider } from './shell/shortcuts-provider';
import { ToastProvider } from './shell/toasts';
import { cssVariables, theme } from './theme/theme';
import { ZoneProvider } from './time/zone-context';

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <ToastProvider>
          <ShortcutsProvider>
            <SessionProvider>
              <ZoneProvider>
                <LiveProvider>
                  <RouterProvider router={router} />
                </LiveProvider>
              </ZoneProvider>
            </SessionProvider>
          </ShortcutsProvider>
        </ToastProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
