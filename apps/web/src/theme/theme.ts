import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const harbor: MantineColorsTuple = [
  '#ecf6f6',
  '#d8ebec',
  '#afd7d9',
  '#82c1c5',
  '#62b3b8',
  '#3f959b',
  '#1f7f87',
  '#14666e',
  '#0f525a',
  '#0a3c43',
];
const plum: MantineColorsTuple = [
  '#f7f1fa',
  '#eadff0',
  '#d6bfe2',
  '#c09dd2',
  '#ad80c4',
  '#9862b3',
  '#7f4699',
  '#6b3883',
  '#572c6b',
  '#412050',
];
const slate: MantineColorsTuple = [
  '#f5f8f8',
  '#ecf1f1',
  '#dfe6e7',
  '#cdd7d9',
  '#aebcbf',
  '#84959a',
  '#54656a',
  '#435358',
  '#2c3a3f',
  '#19262a',
];
const night: MantineColorsTuple = [
  '#d8e2e3',
  '#b7c5c8',
  '#9db0b4',
  '#6a7f85',
  '#364b51',
  '#283c42',
  '#1b2d33',
  '#122227',
  '#0d1a1e',
  '#081114',
];
const leaf: MantineColorsTuple = [
  '#e9f5ee',
  '#d2e9dc',
  '#a6d3ba',
  '#76bb95',
  '#57ab7d',
  '#38955f',
  '#25804c',
  '#1c6b3e',
  '#165632',
  '#0f3f24',
];
const amber: MantineColorsTuple = [
  '#fdf4e1',
  '#f9e6bf',
  '#f2cd85',
  '#ecb74f',
  '#e6a52e',
  '#cc8a12',
  '#a06a08',
  '#7d5203',
  '#634102',
  '#483001',
];
const brick: MantineColorsTuple = [
  '#fceeeb',
  '#f7d9d3',
  '#efb2a6',
  '#e58a79',
  '#dc6a55',
  '#cb4a33',
  '#b23a25',
  '#98301d',
  '#7b2617',
  '#5b1b10',
];

/** Calm and dense: ink and harbour tones, small radii, hairlines instead of shadows. */
export const theme = createTheme({
  primaryColor: 'harbor',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.33,
  respectReducedMotion: true,
  cursorType: 'pointer',
  colors: { harbor, plum, gray: slate, dark: night, green: leaf, yellow: amber, red: brick },
  black: '#14242a',
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  fontFamily: "'Inter Variable', Inter, 'Segoe UI', 'SF Pro Text', system-ui, -apple-system, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Liberation Mono', Consolas, monospace",
  fontSizes: { xs: '0.78rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.6rem', lineHeight: '1.25' },
      h2: { fontSize: '1.15rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
      h4: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Table: { defaultProps: { verticalSpacing: 8, horizontalSpacing: 12 } },
    Modal: { defaultProps: { radius: 'md', closeButtonProps: { 'aria-label': 'Close' }, overlayProps: { backgroundOpacity: 0.45 } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, overlayProps: { backgroundOpacity: 0.35 } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 340 } },
    // its focusable placeholder may not be a child of role=menu
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
});

/** Placeholders and hints as readable as other soft text, which the library's own are not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-placeholder': 'var(--ink-soft)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-error': 'var(--bad)',
  },
  dark: {
    '--mantine-color-placeholder': 'var(--ink-soft)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-error': 'var(--bad)',
  },
});
