import { requiredServer } from './event-world';
import { transportConformance } from './transport-conformance';

transportConformance('Kafka', () => ({ kafkaBrokers: requiredServer('SLIPWAY_TEST_KAFKA_BROKERS').split(',') }));
