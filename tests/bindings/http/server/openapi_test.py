"""/openapi.json is OpenAPI 3.1, by a validator of JSON Schema that is not ours, and
means something: what it refers to is there, and each name is one thing."""
import re
import unittest

from service_testing import Service

try:
    import jsonschema
except ImportError:
    jsonschema = None

METHODS = {"get", "put", "post", "patch", "delete"}


class OpenApiTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        service = cls.enterClassContext(Service("--log-level", "error"))
        cls.api = service.get("/openapi.json").json

    def operations(self):
        for path, item in self.api["paths"].items():
            self.assertRegex(path, r"^/")
            self.assertLessEqual(set(item), METHODS, path)
            for method, operation in item.items():
                yield f"{method} {path}", path, operation

    def walk(self, value, where=""):
        """Every object in it, with where it stands."""
        if isinstance(value, dict):
            yield where, value
            for name, member in value.items():
                yield from self.walk(member, f"{where}/{name}")
        elif isinstance(value, list):
            for number, member in enumerate(value):
                yield from self.walk(member, f"{where}/{number}")

    def test_the_document_has_what_it_must(self):
        self.assertRegex(self.api["openapi"], r"^3\.1\.\d+$")
        self.assertLessEqual({"title", "version"}, set(self.api["info"]))
        for server in self.api["servers"]:
            self.assertRegex(server["url"], r"^https?://")

    def test_operations_have_what_they_must(self):
        ids = []
        for name, path, operation in self.operations():
            ids.append(operation["operationId"])
            self.assertTrue(operation["summary"], name)
            self.assertTrue(operation["tags"], name)
            self.assertTrue(operation["responses"], name)
            for status, answer in operation["responses"].items():
                self.assertRegex(status, r"^([2-5]\d\d|default)$", name)
                self.assertTrue(answer["description"], name)
            self.assertIn("default", operation["responses"], name)
            in_path = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            self.assertEqual(in_path, set(re.findall(r"\{(\w+)\}", path)), name)
            pairs = [(one["in"], one["name"]) for one in operation["parameters"]]
            self.assertEqual(len(pairs), len(set(pairs)), name)
            for one in operation["parameters"]:
                self.assertIn("schema", one, name)
                if one["in"] == "path":
                    self.assertTrue(one["required"], name)
            self.assertIn("security", operation, name)
            for way in operation["security"]:
                self.assertLessEqual(set(way), set(self.api["components"]["securitySchemes"]))
        self.assertGreater(len(ids), 100)
        self.assertEqual(len(ids), len(set(ids)))

    def test_what_is_referred_to_is_there(self):
        for where, value in self.walk(self.api):
            if isinstance(value.get("$ref"), str):
                target = self.api
                for part in value["$ref"].removeprefix("#/").split("/"):
                    self.assertIn(part, target, where)
                    target = target[part]

    @unittest.skipIf(jsonschema is None, "no python3-jsonschema")
    def test_schemas_are_json_schema(self):
        count = 0
        for where, value in self.walk(self.api):
            schemas = [value["schema"]] if "schema" in value and "/schemas/" not in where else []
            if where == "/components/schemas":
                schemas += value.values()
            for schema in schemas:
                count += 1
                try:
                    jsonschema.Draft202012Validator.check_schema(schema)
                except jsonschema.SchemaError as error:
                    self.fail(f"{where}: {error.message}")
        self.assertGreater(count, 200)


if __name__ == "__main__":
    unittest.main()
