export interface SamplePerson {
  key: string;
  name: string;
  email: string;
  zone: string;
  side: 'client' | 'vendor';
  department: string;
  roles: string[];
  /** Roles of a window that the person can fill, and the working day; none where a window does not need the person. */
  staffing?: { roles: string[]; from: string; to: string };
}

const berlin = 'Europe/Berlin';
const kolkata = 'Asia/Kolkata';

/** The people of the sample engagement: a German energy company and its Indian software house. */
export const samplePeople: readonly SamplePerson[] = [
  {
    key: 'anna',
    name: 'Anna Becker',
    email: 'anna@northwind.example',
    zone: berlin,
    side: 'client',
    department: 'product',
    roles: ['release-manager', 'client-admin'],
  },
  {
    key: 'jonas',
    name: 'Jonas Weber',
    email: 'jonas@northwind.example',
    zone: berlin,
    side: 'client',
    department: 'operations',
    roles: ['engineer', 'auditor'],
    staffing: { roles: ['operator'], from: '06:00', to: '15:00' },
  },
  {
    key: 'lena',
    name: 'Lena Hoffmann',
    email: 'lena@northwind.example',
    zone: berlin,
    side: 'client',
    department: 'information-technology',
    roles: ['engineer'],
    staffing: { roles: ['operator', 'tester'], from: '07:00', to: '16:00' },
  },
  {
    key: 'paul',
    name: 'Paul Schmidt',
    email: 'paul@northwind.example',
    zone: berlin,
    side: 'client',
    department: 'development',
    roles: ['auditor'],
  },
  {
    key: 'mia',
    name: 'Mia Fischer',
    email: 'mia@northwind.example',
    zone: berlin,
    side: 'client',
    department: 'support',
    roles: ['first-line', 'auditor'],
  },
  {
    key: 'felix',
    name: 'Felix Wagner',
    email: 'felix@northwind.example',
    zone: berlin,
    side: 'client',
    department: 'sales',
    roles: ['business'],
  },
  {
    key: 'clara',
    name: 'Clara Neumann',
    email: 'clara@northwind.example',
    zone: berlin,
    side: 'client',
    department: 'legal',
    roles: ['auditor'],
  },
  {
    key: 'ravi',
    name: 'Ravi Menon',
    email: 'ravi@banyan.example',
    zone: kolkata,
    side: 'vendor',
    department: 'delivery',
    roles: ['release-manager'],
    staffing: { roles: ['release-lead'], from: '08:00', to: '18:00' },
  },
  {
    key: 'asha',
    name: 'Asha Rao',
    email: 'asha@banyan.example',
    zone: kolkata,
    side: 'vendor',
    department: 'engineering',
    roles: ['engineer'],
    staffing: { roles: ['database-engineer', 'deployer'], from: '09:00', to: '19:00' },
  },
  {
    key: 'vikram',
    name: 'Vikram Shah',
    email: 'vikram@banyan.example',
    zone: kolkata,
    side: 'vendor',
    department: 'engineering',
    roles: ['engineer'],
    staffing: { roles: ['deployer'], from: '07:00', to: '16:00' },
  },
  {
    key: 'meera',
    name: 'Meera Iyer',
    email: 'meera@banyan.example',
    zone: kolkata,
    side: 'vendor',
    department: 'quality-assurance',
    roles: ['auditor'],
  },
  {
    key: 'dev',
    name: 'Dev Patel',
    email: 'dev@banyan.example',
    zone: kolkata,
    side: 'vendor',
    department: 'analytics',
    roles: ['auditor', 'engineer'],
  },
  {
    key: 'nisha',
    name: 'Nisha Kulkarni',
    email: 'nisha@banyan.example',
    zone: kolkata,
    side: 'vendor',
    department: 'second-line',
    roles: ['second-line'],
  },
  {
    key: 'kiran',
    name: 'Kiran Das',
    email: 'kiran@banyan.example',
    zone: kolkata,
    side: 'vendor',
    department: 'design',
    roles: ['auditor'],
  },
];

/** Who decides on the proof of an item, by the recipe's department. */
export const sampleAuditors: Readonly<Record<string, string>> = {
  operations: 'jonas',
  development: 'paul',
  support: 'mia',
  legal: 'clara',
  'quality-assurance': 'meera',
  analytics: 'dev',
  design: 'kiran',
};

/** Who does the work of an item. */
export const sampleDoers = { client: 'lena', vendor: 'asha' } as const;
