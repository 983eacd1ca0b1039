import { transportConformance } from './transport-conformance';

transportConformance('local', () => ({ kafkaBrokers: [] }));
