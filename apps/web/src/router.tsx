import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { SignedIn } from './session/signed-in';
import { SignInPage } from './session/sign-in-page';
import { AppFrame } from './shell/app-frame';
import { NotFoundPage } from './shell/not-found-page';
import { PageFault } from './shell/page-fault';

/** A page is loaded when somebody first opens it. */
const page = (path: string, load: () => Promise<Record<string, React.ComponentType>>): RouteObject => ({
  path,
  lazy: async () => ({ Component: Object.values(await load())[0] }),
});

export const router = createBrowserRouter([
  { path: '/sign-in', element: <SignInPage />, errorElement: <PageFault /> },
  {
    element: (
      <SignedIn>
        <AppFrame />
      </SignedIn>
    ),
    errorElement: <PageFault />,
    HydrateFallback: () => null,
    children: [
      {
        errorElement: <PageFault />,
        children: [
          { index: true, element: <Navigate to="/releases" replace /> },
          page('/releases', () => import('./releases/releases-page')),
          page('/releases/:releaseId', () => import('./releases/release-page')),
          page('/my-work', () => import('./my-work/my-work-page')),
          page('/windows', () => import('./windows/windows-page')),
          page('/tickets', () => import('./tickets/tickets-page')),
          page('/tickets/:ticketId', () => import('./tickets/ticket-page')),
          page('/kpis', () => import('./kpis/kpis-page')),
          page('/operations', () => import('./operations/operations-page')),
          page('/operations/:part', () => import('./operations/operations-page')),
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
]);
