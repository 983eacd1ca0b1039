import '@mantine/core/styles.layer.css';
import './theme/tokens.css';
import { createRoot } from 'react-dom/client';
import { StrictMode } from 'react';
import { App } from './app';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
