/**
 * Images that nearly everybody who names them without a registry means to pull from Docker Hub. The list need not be whole:
 * of others a sibling has to say that they are one's own.
 */
const OFFICIAL = new Set(
  `adminer alpine amazonlinux busybox caddy cassandra chronograf clickhouse composer consul couchbase couchdb debian docker
  eclipse-temurin elasticsearch elixir fedora fluentd ghost golang gradle grafana groovy haproxy hello-world httpd influxdb
  jenkins jetty joomla kibana kong logstash mariadb maven memcached mongo mongo-express mysql nats neo4j nextcloud nginx
  node openjdk perl php phpmyadmin postgres python rabbitmq redis redmine registry rocket.chat ruby rust solr sonarqube
  telegraf tomcat traefik ubuntu varnish vault wordpress zookeeper`.split(/\s+/),
)

export const isHubImage = (name: string): boolean => OFFICIAL.has(name.replace(/^library\//, ''))
