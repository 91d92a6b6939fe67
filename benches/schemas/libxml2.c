/* What libxml2 takes: `validate SCHEMA DOCUMENT ROUNDS` or `compile ROUNDS SCHEMA..`, behind one round that does not
   count; prints nanoseconds of the thread. */
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void quiet(void *context, const char *message, ...) { (void)context; (void)message; }

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static xmlSchemaPtr load(const char *path) {
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(path);
    xmlSchemaSetParserErrors(parser, quiet, quiet, NULL);
    xmlSchemaPtr schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    return schema;
}

static char *read_file(const char *path, long *length) {
    FILE *file = fopen(path, "rb");
    if (!file) exit(2);
    fseek(file, 0, SEEK_END);
    *length = ftell(file);
    rewind(file);
    char *text = malloc(*length + 1);
    if (fread(text, 1, *length, file) != (size_t)*length) exit(2);
    fclose(file);
    return text;
}

int main(int count, char **arguments) {
    xmlSetGenericErrorFunc(NULL, quiet);
    if (count == 5 && !strcmp(arguments[1], "validate")) {
        long length, rounds = atol(arguments[4]), valid = 0;
        char *text = read_file(arguments[3], &length);
        xmlSchemaPtr schema = load(arguments[2]);
        if (!schema) return 2;
        long long start = now();
        for (long i = 0; i < rounds; i++) {
            xmlDocPtr document = xmlReadMemory(text, length, "roster.xml", NULL, XML_PARSE_NONET);
            xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema);
            xmlSchemaSetValidErrors(context, quiet, quiet, NULL);
            valid += xmlSchemaValidateDoc(context, document) == 0;
            xmlSchemaFreeValidCtxt(context);
            xmlFreeDoc(document);
        }
        printf("%lld\n", (now() - start) / rounds);
        return valid == rounds ? 0 : 1;
    }
    if (count > 3 && !strcmp(arguments[1], "compile")) {
        long rounds = atol(arguments[2]);
        long long start = now();
        for (long i = -1; i < rounds; i++) {
            if (i == 0) start = now(); /* the first round warms the process up */
            for (int at = 3; at < count; at++) {
                xmlSchemaPtr schema = load(arguments[at]);
                if (schema) xmlSchemaFree(schema);
            }
        }
        printf("%lld\n", (now() - start) / rounds);
        return 0;
    }
    return 2;
}
