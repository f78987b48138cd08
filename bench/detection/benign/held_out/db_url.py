import os
import psycopg2


def connect():
    return psycopg2.connect(host=os.environ["DB_HOST"], password=os.environ["DB_PASSWORD"], user="app")
